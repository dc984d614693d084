; C++ alone: namespaces, aliases, concepts, members, names with scopes, calls with scopes.
(namespace_definition name: (namespace_identifier) @name) @definition.namespace
(namespace_definition name: (nested_namespace_specifier (namespace_identifier) @name)) @definition.namespace
(alias_declaration name: (type_identifier) @name) @definition.type
(concept_definition name: (identifier) @name) @definition.type
(function_definition declarator: [
  (function_declarator declarator: [(field_identifier) (destructor_name) (operator_name) (qualified_identifier)] @name)
  (pointer_declarator declarator: (function_declarator declarator: [(field_identifier) (operator_name) (qualified_identifier)] @name))
  (reference_declarator (function_declarator declarator: [(identifier) (field_identifier) (operator_name) (qualified_identifier)] @name))
  (pointer_declarator declarator: (pointer_declarator declarator: (function_declarator declarator: [(field_identifier) (qualified_identifier)] @name)))
]) @definition.function
(function_declarator declarator: [(destructor_name) (operator_name)] @name) @definition.function
(call_expression function: (qualified_identifier name: (identifier) @name)) @reference.call
(call_expression function: (qualified_identifier name: (qualified_identifier name: (identifier) @name))) @reference.call
(call_expression function: (template_function name: (identifier) @name)) @reference.call
(call_expression function: (field_expression field: (template_method name: (field_identifier) @name))) @reference.call
