; Go: structures, interfaces, named types, constants, tables of labels.
(type_spec name: (type_identifier) @name) @type
(field_declaration name: (field_identifier) @name type: (_) @kind) @field
(const_spec name: (identifier) @name) @value
(const_spec name: (identifier) @name value: (expression_list . (_) @code)) @value
(var_spec name: (identifier) @name value: (expression_list (composite_literal))) @field
(short_var_declaration left: (expression_list (identifier) @name) right: (expression_list (composite_literal))) @field
(literal_value (literal_element (interpreted_string_literal) @name) @literal)
(keyed_element key: (literal_element) @code value: (literal_element (interpreted_string_literal) @name)) @literal
(method_elem name: (field_identifier) @name) @field
(comment) @comment
