; Scala: classes, traits, enumerations, values, tables of labels.
(class_definition name: (identifier) @name) @type
(trait_definition name: (identifier) @name) @type
(object_definition name: (identifier) @name) @type
(enum_definition name: (identifier) @name) @type
(class_parameter name: (identifier) @name type: (_) @kind) @field
(template_body (val_definition pattern: (identifier) @name) @field)
(template_body (var_definition pattern: (identifier) @name) @field)
(template_body (function_declaration name: (identifier) @name) @field)
(val_definition pattern: (identifier) @name value: (call_expression)) @field
(template_body (val_definition pattern: (identifiers (identifier) @name)) @value)
(simple_enum_case name: (identifier) @name) @value
(arguments (string) @literal @name)
(arguments (infix_expression left: (_) @code operator: (operator_identifier) right: (string) @name) @literal)
[(comment) (block_comment)] @comment
