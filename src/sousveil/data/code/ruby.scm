; Ruby: classes, attributes, enumerations and validations of models, columns of migrations, tables of labels.
(class name: (_) @name) @type
(module name: (_) @name) @type
(assignment left: [(constant) (identifier)] @name right: [(hash) (array) (string_array) (call receiver: [(hash) (array) (string_array)])]) @field
(call method: (identifier) @_enum arguments: (argument_list (pair key: (hash_key_symbol) @name) @field) (#eq? @_enum "enum"))
(call method: (identifier) @_enum arguments: (argument_list . (simple_symbol) @name) (#eq? @_enum "enum")) @field
(call method: (identifier) @_attr arguments: (argument_list (simple_symbol) @name) (#match? @_attr "^(attr_.*|attribute|field|validates?|belongs_to|has_one|has_many)$")) @field
(call method: (identifier) @_table arguments: (argument_list . [(string) (simple_symbol)] @name) block: (_) (#match? @_table "^(create|change)_table$")) @type
(call receiver: (identifier) @_t method: (identifier) @kind arguments: (argument_list . [(string) (simple_symbol)] @name) (#eq? @_t "t")) @field
(call method: (identifier) @_add arguments: (argument_list . (_) . (simple_symbol) @name) (#eq? @_add "add_column")) @field
(pair key: (hash_key_symbol) @name value: (integer) @code) @literal
(hash (pair key: (_) @code value: (string) @name) @literal)
(array (string) @literal @name)
(string_array (bare_string) @literal @name)
(assignment left: (constant) @name right: (call receiver: (constant) @_made (#match? @_made "^(Struct|Data)$"))) @type
(call receiver: (constant) @_made arguments: (argument_list (simple_symbol) @name @field) (#match? @_made "^(Struct|Data)$"))
(comment) @comment
