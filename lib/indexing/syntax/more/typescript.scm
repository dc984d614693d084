; TypeScript: types, enums, namespaces and what they hold.
(type_alias_declaration name: (type_identifier) @name) @definition.type
(enum_declaration name: (identifier) @name) @definition.enum
(enum_body name: (property_identifier) @name @definition.enum_member)
(enum_assignment name: (property_identifier) @name) @definition.enum_member
(internal_module name: (identifier) @name) @definition.namespace
(public_field_definition name: (property_identifier) @name value: (arrow_function)) @definition.method
(public_field_definition name: [(property_identifier) (private_property_identifier)] @name) @definition.field
(property_signature name: (property_identifier) @name) @definition.property
(namespace_export (identifier) @name) @definition.namespace
(extends_clause value: (identifier) @name) @reference.class
(implements_clause (type_identifier) @name) @reference.implementation
(extends_type_clause (type_identifier) @name) @reference.implementation
