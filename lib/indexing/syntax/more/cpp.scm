; C++ alone: namespaces, aliases, concepts, special members, names with several scopes, calls with scopes.
(namespace_definition name: (namespace_identifier) @name) @definition.namespace
(namespace_definition name: (nested_namespace_specifier (namespace_identifier) @name)) @definition.namespace
(alias_declaration name: (type_identifier) @name) @definition.type
(concept_definition name: (identifier) @name) @definition.type
(function_declarator declarator: [(destructor_name) (operator_name)] @name) @definition.method
(function_declarator declarator: (qualified_identifier
  scope: [(namespace_identifier) @local.scope (template_type name: (type_identifier) @local.scope)]
  name: [(identifier) (destructor_name) (operator_name)] @name)) @definition.method
(function_declarator declarator: (qualified_identifier name: (qualified_identifier
  scope: [(namespace_identifier) @local.scope (template_type name: (type_identifier) @local.scope)]
  name: [(identifier) (destructor_name) (operator_name)] @name))) @definition.method
(function_declarator declarator: (qualified_identifier name: (qualified_identifier name: (qualified_identifier
  scope: [(namespace_identifier) @local.scope (template_type name: (type_identifier) @local.scope)]
  name: [(identifier) (destructor_name) (operator_name)] @name)))) @definition.method
(call_expression function: (qualified_identifier name: (identifier) @name)) @reference.call
(call_expression function: (qualified_identifier name: (qualified_identifier name: (identifier) @name))) @reference.call
(call_expression function: (template_function name: (identifier) @name)) @reference.call
(call_expression function: (field_expression field: (template_method name: (field_identifier) @name))) @reference.call
