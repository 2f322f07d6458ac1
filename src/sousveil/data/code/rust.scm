; Rust: structures, enumerations, constants, tables of labels.
(struct_item name: (type_identifier) @name) @type
(enum_item name: (type_identifier) @name) @type
(union_item name: (type_identifier) @name) @type
(field_declaration name: (field_identifier) @name type: (_) @kind) @field
(enum_variant name: (identifier) @name) @value
(enum_variant name: (identifier) @name value: (_) @code) @value
(const_item name: (identifier) @name type: (_) @kind) @field
(static_item name: (identifier) @name type: (_) @kind) @field
(array_expression (string_literal) @literal @name)
(tuple_expression . (_) @code . (string_literal) @name .) @literal
[(line_comment) (block_comment) (attribute_item)] @comment
