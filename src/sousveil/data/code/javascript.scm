; JavaScript: classes, objects (mongoose, Sequelize, joi), tables of labels.
(class_declaration name: (identifier) @name) @type
(field_definition property: (_) @name) @field
(variable_declarator name: (identifier) @name value: [(array) (object) (call_expression) (new_expression)]) @field
(pair key: [(property_identifier) (string)] @name) @field
(pair key: (_) @code value: (string) @name (#match? @code "^.?[0-9]{1,4}.?$|^.?[A-Z0-9]{1,3}.?$")) @literal
(array (string) @literal @name)
(comment) @comment
