; Kotlin: classes, enumerations, properties also of constructors; lists of allowed values.
(class_declaration name: (identifier) @name) @type
(object_declaration name: (identifier) @name) @type
(class_parameter (identifier) @name . (_) @kind) @field
(property_declaration (variable_declaration . (identifier) @name)) @field
(property_declaration (variable_declaration . (identifier) @name . (_) @kind)) @field
(enum_entry (identifier) @name) @value
(enum_entry (identifier) @name (value_arguments . (value_argument (_) @code))) @value
(collection_literal (string_literal) @literal @name)
(call_expression (value_arguments (value_argument . (string_literal) @name .) @literal))
(enum_entry (value_arguments (value_argument . (string_literal) @name .) @literal))
(infix_expression . (_) @code . (identifier) @_to . (string_literal) @name (#eq? @_to "to")) @literal
[(line_comment) (block_comment)] @comment
