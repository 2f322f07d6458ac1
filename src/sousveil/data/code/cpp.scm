; C and C++: structures, classes, unions, enumerations, constants, tables of labels.
(struct_specifier name: (type_identifier) @name body: (_)) @type
(class_specifier name: (type_identifier) @name body: (_)) @type
(union_specifier name: (type_identifier) @name body: (_)) @type
(enum_specifier name: (type_identifier) @name body: (_)) @type
(type_definition type: (struct_specifier !name body: (_)) declarator: (type_identifier) @name) @type
(type_definition type: (union_specifier !name body: (_)) declarator: (type_identifier) @name) @type
(type_definition type: (enum_specifier !name body: (_)) declarator: (type_identifier) @name) @type
(field_declaration type: (_) @kind declarator: (field_identifier) @name) @field
(field_declaration type: (_) @kind declarator: (array_declarator declarator: (field_identifier) @name)) @field
(field_declaration type: (_) @kind declarator: (array_declarator declarator: (array_declarator declarator: (field_identifier) @name))) @field
(field_declaration type: (_) @kind declarator: (pointer_declarator declarator: (field_identifier) @name)) @field
(enumerator name: (identifier) @name) @value
(enumerator name: (identifier) @name value: (_) @code) @value
(preproc_def name: (identifier) @name value: (preproc_arg)) @field
(init_declarator declarator: (identifier) @name value: (initializer_list)) @field
(init_declarator declarator: (array_declarator declarator: (identifier) @name) value: (initializer_list)) @field
(init_declarator declarator: (pointer_declarator declarator: (array_declarator declarator: (identifier) @name)) value: (initializer_list)) @field
(initializer_list (string_literal) @literal @name)
(initializer_list (initializer_list . (_) @code . (string_literal) @name .) @literal)
(declaration (type_qualifier) type: (_) @kind declarator: (init_declarator declarator: (identifier) @name value: (number_literal))) @field
(comment) @comment
