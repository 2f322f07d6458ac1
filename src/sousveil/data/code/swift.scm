; Swift: structures, classes, enumerations, properties, tables of labels.
(class_declaration name: (type_identifier) @name) @type
(protocol_declaration name: (type_identifier) @name) @type
(property_declaration name: (pattern bound_identifier: (simple_identifier) @name)) @field
(property_declaration name: (pattern bound_identifier: (simple_identifier) @name) (type_annotation (_) @kind)) @field
(enum_entry name: (simple_identifier) @name) @value
(enum_entry name: (simple_identifier) @name raw_value: (_) @code) @value
(array_literal element: (line_string_literal) @literal @name)
(dictionary_literal key: (_) @code . value: (line_string_literal) @literal @name)
(protocol_property_declaration name: (pattern bound_identifier: (simple_identifier) @name)) @field
[(comment) (multiline_comment)] @comment
