-- Finds applicants by the words of their names and addresses, and by how these begin. Written when a
-- profile is made or changes its address, never by a delivery.
CREATE VIRTUAL TABLE profiles_search USING fts5 (
    name, email, content = 'talent_profiles', content_rowid = 'number', columnsize = 0, prefix = '2 3',
    tokenize = 'unicode61 remove_diacritics 2'
);

INSERT INTO profiles_search (profiles_search) VALUES ('rebuild');
