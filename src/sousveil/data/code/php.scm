; PHP: classes, their properties, promoted parameters, constants, enumerations, tables of labels.
(class_declaration name: (name) @name) @type
(interface_declaration name: (name) @name) @type
(trait_declaration name: (name) @name) @type
(enum_declaration name: (name) @name) @type
(property_declaration (property_element name: (variable_name (name) @name))) @field
(property_declaration type: (_) @kind (property_element name: (variable_name (name) @name))) @field
(property_promotion_parameter name: (variable_name (name) @name)) @field
(property_promotion_parameter type: (_) @kind name: (variable_name (name) @name)) @field
(const_declaration (const_element (name) @name)) @field
(enum_case name: (name) @name) @value
(enum_case name: (name) @name value: (_) @code) @value
(assignment_expression left: (variable_name (name) @name) right: (array_creation_expression)) @field
(array_element_initializer . (string) @name . (_) .) @field
(array_element_initializer . (_) @code . (string) @name . (#match? @code "^.?[0-9]{1,4}.?$|^.?[A-Z0-9]{1,3}.?$")) @literal
(array_element_initializer . (string) @literal @name .)
(member_call_expression
  object: (variable_name (name) @_table) name: (name) @kind
  arguments: (arguments . (argument [(string) (encapsed_string)] @name)) (#eq? @_table "table")) @field
(function_call_expression
  function: (name) @_define arguments: (arguments . (argument [(string) (encapsed_string)] @name)) (#eq? @_define "define")) @field
(comment) @comment
