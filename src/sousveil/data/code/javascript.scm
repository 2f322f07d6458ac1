; JavaScript: classes, objects (mongoose, Sequelize, joi), tables of labels.
(class_declaration name: (identifier) @name) @type
(field_definition property: (_) @name) @field
(variable_declarator name: (identifier) @name value: [(array) (object) (call_expression) (new_expression)]) @field
