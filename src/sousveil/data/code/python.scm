; Python: classes, their attributes (dataclasses, pydantic, SQLAlchemy, Django), enumerations, tables of labels.
(class_definition name: (identifier) @name) @type
(class_definition body: (block (expression_statement (assignment left: (identifier) @name type: (type)? @kind) @field)))
(class_definition
  superclasses: (argument_list) @_bases
  body: (block (expression_statement (assignment left: (identifier) @name right: [(string) (integer) (call) (tuple) (expression_list)]) @value))
  (#match? @_bases "Enum|Choices|Flag"))
(class_definition
  superclasses: (argument_list) @_bases
  body: (block (expression_statement (assignment left: (identifier) @name right: [(string) (integer)] @code) @value))
  (#match? @_bases "Enum|Choices|Flag"))
(class_definition
  superclasses: (argument_list) @_bases
  body: (block (expression_statement (assignment left: (identifier) @name right: [(tuple . (_) @code) (expression_list . (_) @code)]) @value))
  (#match? @_bases "Enum|Choices|Flag"))
(assignment left: (attribute object: (identifier) @_self attribute: (identifier) @name) (#eq? @_self "self")) @field
(assignment left: (identifier) @name right: [(list) (tuple) (dictionary) (set)]) @field
(assignment left: (identifier) @name right: (call arguments: (argument_list (dictionary)))) @field
(pair key: (string) @name value: (_)) @field
(pair key: (_) @code value: (string) @name (#match? @code "^.?[0-9]{1,4}.?$|^.[A-Z0-9]{1,3}.$")) @literal
(list (string) @literal @name)
(set (string) @literal @name)
(tuple (string) @literal @name)
(list (tuple . (_) @code . (string) @name .) @literal)
(tuple (tuple . (_) @code . (string) @name .) @literal)
(assignment left: (identifier) @name right: (call arguments: (argument_list (list)))) @field
(module (expression_statement (assignment left: (identifier) @name right: [(string) (integer)]) @field) (#match? @name "^[A-Z][A-Z0-9_]+$"))
(assignment type: (type (generic_type (type_parameter (type (string) @literal @name)))))
(dictionary
  (pair key: (string) @_value value: (_) @code) . (pair key: (string) @_label value: (string) @name)
  (#match? @_value "^.(value|code|id|key).$") (#match? @_label "^.(label|name|text|title).$")) @literal
(comment) @comment
(class_definition name: (identifier) @name body: (block . (expression_statement (string) @about))) @type
(class_definition body: (block (expression_statement (assignment left: (identifier) @name type: (type)? @kind) @field) . (expression_statement (string) @about)))
(decorator) @comment
