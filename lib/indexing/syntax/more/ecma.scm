; JavaScript and TypeScript: what a module declares besides functions, classes and methods.
(method_definition name: (private_property_identifier) @name) @definition.method
(method_definition name: (property_identifier) @name (#eq? @name "constructor")) @definition.constructor
(program (lexical_declaration kind: "const" (variable_declarator name: (identifier) @name value: [(arrow_function) (function_expression)]) @definition.function))
(program (export_statement (lexical_declaration (variable_declarator name: (identifier) @name value: [(arrow_function) (function_expression)]) @definition.function)))
(program (lexical_declaration kind: "const" (variable_declarator name: (identifier) @name) @definition.constant))
(program (lexical_declaration kind: "let" (variable_declarator name: (identifier) @name) @definition.variable))
(program (variable_declaration (variable_declarator name: (identifier) @name) @definition.variable))
(program (export_statement (lexical_declaration kind: "const" (variable_declarator name: (identifier) @name) @definition.constant)))
(program (export_statement (lexical_declaration kind: "let" (variable_declarator name: (identifier) @name) @definition.variable)))
(program (export_statement (variable_declaration (variable_declarator name: (identifier) @name) @definition.variable)))
(import_specifier name: (identifier) @name) @reference.import
(import_clause (identifier) @name) @reference.import
(call_expression function: (member_expression property: (private_property_identifier) @name)) @reference.call
