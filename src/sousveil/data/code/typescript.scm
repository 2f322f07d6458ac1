; TypeScript: interfaces, types, classes, enumerations; objects (zod, mongoose, Sequelize); tables of labels.
(interface_declaration name: (type_identifier) @name) @type
(class_declaration name: (type_identifier) @name) @type
(type_alias_declaration name: (type_identifier) @name) @type
(enum_declaration name: (identifier) @name) @type
(property_signature name: (_) @name type: (type_annotation (_) @kind)) @field
(property_signature name: (_) @name) @field
(public_field_definition name: (_) @name type: (type_annotation (_) @kind)) @field
(public_field_definition name: (_) @name) @field
(required_parameter (accessibility_modifier) pattern: (identifier) @name) @field
(enum_assignment name: (_) @name value: (_) @code) @value
(enum_body name: (_) @value @name)
(literal_type (string) @literal @name)
(variable_declarator name: (identifier) @name value: [(array) (object) (call_expression) (new_expression) (as_expression) (satisfies_expression)]) @field
