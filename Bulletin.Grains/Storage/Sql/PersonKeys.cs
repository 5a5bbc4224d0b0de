using Bulletin.Grains.Names;

namespace Bulletin.Grains.Storage.Sql;

/// <summary>An account whose keys are written, as it was read or as the same transaction has just written it.</summary>
internal sealed record PersonKeys(Guid Id, string Username, string DisplayName)
{
    public string NameKey { get; } = NameKeys.Of(DisplayName);

    /// <summary>
    /// Rewrites the keys by which people are found. Skips an account whose name has changed meanwhile, as its key shows. An
    /// account without a password is closed and gets no keys.
    /// </summary>
    public static IEnumerable<SqlStatement> Statements(IReadOnlyList<PersonKeys> people)
    {
        yield return new(
            $"""
            DELETE FROM user_name_keys WHERE user_id IN (
              SELECT u.id
              FROM (VALUES {SqlValues.Rows(people.Count, "id", "name")}) p CROSS JOIN users u
              WHERE u.id = p.column1 AND u.display_name_key = p.column2)
            """,
            SqlValues.Of(("id", people.Select(person => (object)person.Id)), ("name", people.Select(person => person.NameKey))));

        var keys = people.SelectMany(person => NameKeys.OfPerson(person.Username, person.DisplayName).Select(key => (Person: person, Key: key))).ToArray();
        yield return new(
            // Only version 0.1.0 leaves keys under a closed account's name.
            $"""
            INSERT INTO user_name_keys (name_key, username_key, user_id)
            SELECT k.column3, u.username_key, u.id
            FROM (VALUES {SqlValues.Rows(keys.Length, "id", "name", "key")}) k CROSS JOIN users u
            WHERE u.id = k.column1 AND u.display_name_key = k.column2 AND u.password_hash IS NOT NULL
            ON CONFLICT (name_key, username_key) DO UPDATE SET user_id = excluded.user_id
            """,
            SqlValues.Of(
                ("id", keys.Select(one => (object)one.Person.Id)),
                ("name", keys.Select(one => one.Person.NameKey)),
                ("key", keys.Select(one => one.Key))));
    }
}
