; What JavaScript and TypeScript have in common: objects, tables of labels, forms of JSX, comments.
(pair key: [(property_identifier) (string)] @name) @field
(pair key: (_) @code value: (string) @name (#match? @code "^.?[0-9]{1,4}.?$|^.?[A-Z0-9]{1,3}.?$")) @literal
(array (string) @literal @name)
(object
  (pair key: (_) @_value value: (_) @code) . (pair key: (_) @_label value: (string) @name)
  (#match? @_value "^.?(value|code|id|key).?$") (#match? @_label "^.?(label|name|text|title).?$")) @literal
(call_expression
  function: (member_expression property: (property_identifier) @_allow)
  arguments: (arguments (string) @literal @name)
  (#match? @_allow "^(ENUM|enum|oneOf|valid|isIn|equal)$"))
(variable_declarator name: (identifier) @name value: [(string) (number)] (#match? @name "^[A-Z][A-Z0-9_]+$")) @field
(jsx_element
  open_tag: (jsx_opening_element attribute: (jsx_attribute (property_identifier) @_name (string) @name))
  (#eq? @_name "name")) @field
(jsx_self_closing_element attribute: (jsx_attribute (property_identifier) @_name (string) @name) (#eq? @_name "name")) @field
(jsx_element
  open_tag: (jsx_opening_element name: (_) @_tag attribute: (jsx_attribute (property_identifier) @_value (_) @code))
  . (jsx_text) @name
  (#match? @_tag "[oO]ption$|^(MenuItem|Radio)$") (#eq? @_value "value")) @literal
((jsx_element open_tag: (jsx_opening_element name: (_) @_tag)) @comment (#match? @_tag "[lL]abel$|^legend$"))
(comment) @comment
