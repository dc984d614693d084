; Every use of a type that nothing else says more about.
(type_identifier) @name @reference.type
