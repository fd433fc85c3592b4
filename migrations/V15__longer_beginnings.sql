-- Words of four letters and more find applicants by an index of their own, too: without one, a beginning that
-- all applicants share, such as that of their provider, was put together from all of them at each search.
DROP TABLE profiles_search;

CREATE VIRTUAL TABLE profiles_search USING fts5 (
    name, email, content = 'talent_profiles', content_rowid = 'number', columnsize = 0,
    prefix = '2 3 4 5 6 7 8', tokenize = 'unicode61 remove_diacritics 2'
);

INSERT INTO profiles_search (profiles_search) VALUES ('rebuild');
