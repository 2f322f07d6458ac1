; C#: classes, records, structures, interfaces, enumerations; properties, fields; lists of allowed values.
(class_declaration name: (identifier) @name) @type
(record_declaration name: (identifier) @name) @type
(struct_declaration name: (identifier) @name) @type
(interface_declaration name: (identifier) @name) @type
(enum_declaration name: (identifier) @name) @type
(property_declaration type: (_) @kind name: (identifier) @name) @field
(field_declaration (variable_declaration type: (_) @kind (variable_declarator name: (identifier) @name))) @field
(record_declaration (parameter_list (parameter type: (_) @kind name: (identifier) @name) @field))
(enum_member_declaration name: (identifier) @name) @value
(enum_member_declaration name: (identifier) @name value: (_) @code) @value
(initializer_expression (string_literal) @literal @name)
(attribute_argument . (string_literal) @literal @name)
(initializer_expression (initializer_expression . (_) @code . (string_literal) @name .) @literal)
(assignment_expression left: (element_binding_expression (argument (_) @code)) right: (string_literal) @name) @literal
(comment) @comment
