; Java: classes, interfaces, records, enumerations, their fields; lists of allowed values.
(class_declaration name: (identifier) @name) @type
(interface_declaration name: (identifier) @name) @type
(record_declaration name: (identifier) @name) @type
(enum_declaration name: (identifier) @name) @type
(annotation_type_declaration name: (identifier) @name) @type
(field_declaration type: (_) @kind declarator: (variable_declarator name: (identifier) @name)) @field
(constant_declaration type: (_) @kind declarator: (variable_declarator name: (identifier) @name)) @field
(record_declaration parameters: (formal_parameters (formal_parameter type: (_) @kind name: (identifier) @name) @field))
(interface_body (method_declaration type: (_) @kind name: (identifier) @name) @field)
(annotation_type_element_declaration type: (_) @kind name: (identifier) @name) @field
(enum_constant name: (identifier) @name) @value
(enum_constant name: (identifier) @name arguments: (argument_list . (_) @code)) @value
(element_value_array_initializer (string_literal) @literal @name)
(array_initializer (string_literal) @literal @name)
(argument_list (string_literal) @literal @name)
[(line_comment) (block_comment)] @comment
