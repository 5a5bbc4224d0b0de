using System.Data.Common;
using Bulletin.Grains.Accounts;
using Bulletin.Grains.Names;
using static Bulletin.Grains.Storage.Sql.Rows;

namespace Bulletin.Grains.Storage.Sql;

/// <summary>People by name: each page walks the index of keys from where the previous one ended.</summary>
/// <remarks>Several keys of one person may have the same prefix; the person is listed at the first. If all the following keys
/// are repeats or closed accounts, filling a page could take any number of rows. So a page reads a limited number of keys and
/// returns where to continue.</remarks>
internal sealed class SqlPeopleIndex(SqlDatabase database) : IPeopleIndex
{
    /// <summary>The highest character: names with a prefix lie between the prefix and the prefix followed by this.</summary>
    private const string LastCharacter = "\U0010FFFF";

    private const string Keys = """
        SELECT name_key, username_key, user_id
        FROM user_name_keys
        WHERE (name_key, username_key) > (@key, @name) AND name_key < @to
        ORDER BY name_key, username_key
        LIMIT @reach
        """;

    private const string Everybody = """
        SELECT username_key AS name_key, username_key, id AS user_id
        FROM users
        WHERE username_key > @name
        ORDER BY username_key
        LIMIT @reach
        """;

    private const string FirstOfTheirKeys =
        "AND k.name_key = (SELECT min(e.name_key) FROM user_name_keys e WHERE e.user_id = k.user_id AND e.name_key >= @from)";

    /// <summary>How many keys one page reads.</summary>
    public int Reach { get; init; } = 500;

    public async Task<PeopleFound> Find(string typed, int limit, PersonPlace? after, CancellationToken cancellationToken)
    {
        var from = NameKeys.Beginning(typed);
        // Cursors that the server issued lie within the list; a made-up one must not lead out of it.
        var key = after is not null && string.CompareOrdinal(after.NameKey, from) > 0 ? after.NameKey : from;
        (string, object?)[] place = from.Length == 0
            ? [("name", after?.UsernameKey ?? "")]
            : [("key", key), ("name", after?.UsernameKey ?? ""), ("to", from + LastCharacter)];

        var found = await database.Query(
            PageOf(from), Row, cancellationToken,
            [.. place, .. from.Length == 0 ? [] : new (string, object?)[] { ("from", from) }, ("reach", Reach), ("limit", limit + 1)]);
        return found.Count > limit
            ? new([.. found.Take(limit).Select(one => one.User)], found[limit - 1].Place)
            : new([.. found.Select(one => one.User)], await Beyond(from, place, cancellationToken));
    }

    public async Task<IReadOnlyList<User>> ByIds(IReadOnlyList<Guid> ids, CancellationToken cancellationToken)
    {
        if (ids.Count == 0) return [];
        return await database.Query(
            $"SELECT u.id, {UserColumnsOf("u")} FROM users u WHERE u.id IN ({SqlValues.Rows(ids.Count, "user")})",
            row => User(row, row.GetGuid(0), 1), cancellationToken, SqlValues.Of("user", ids));
    }

    public async Task<IReadOnlyList<User>> ByNames(IReadOnlyList<string> usernameKeys, CancellationToken cancellationToken)
    {
        if (usernameKeys.Count == 0) return [];
        return await database.Query(
            $"SELECT u.id, {UserColumnsOf("u")} FROM users u WHERE u.username_key IN ({SqlValues.Rows(usernameKeys.Count, "name")})",
            row => User(row, row.GetGuid(0), 1), cancellationToken, SqlValues.Of("name", usernameKeys));
    }

    public async Task<PersonPlace?> PlaceOf(string username, string typed, CancellationToken cancellationToken)
    {
        var from = NameKeys.Beginning(typed);
        var usernameKey = Usernames.Key(username);
        if (from.Length == 0) return new(usernameKey, usernameKey);
        var keys = await database.Query(
            """
            SELECT e.name_key
            FROM user_name_keys e
            WHERE e.user_id = (SELECT id FROM users WHERE username_key = @name) AND e.name_key >= @from AND e.name_key < @to
            ORDER BY e.name_key
            LIMIT 1
            """,
            row => row.GetString(0), cancellationToken, ("name", usernameKey), ("from", from), ("to", from + LastCharacter));
        return keys is [var key] ? new(key, usernameKey) : null;
    }

    /// <summary>One page of a search.</summary>
    internal static string PageOf(string from) => $"""
        SELECT u.id, u.username, u.display_name, u.created_at, k.name_key, k.username_key
        FROM ({(from.Length == 0 ? Everybody : Keys)}) k
        JOIN users u ON u.id = k.user_id
        WHERE u.password_hash IS NOT NULL
        {(from.Length == 0 ? "" : FirstOfTheirKeys)}
        ORDER BY {(from.Length == 0 ? "" : "k.name_key, ")}k.username_key
        LIMIT @limit
        """;

    /// <summary>Where the page stopped reading; null at the end of the list.</summary>
    private async Task<PersonPlace?> Beyond(string from, (string, object?)[] place, CancellationToken cancellationToken)
    {
        var last = await database.Query(
            $"{(from.Length == 0 ? Everybody : Keys)} OFFSET @passed",
            row => new PersonPlace(row.GetString(0), row.GetString(1)), cancellationToken, [.. place, ("reach", 1), ("passed", Reach - 1)]);
        return last is [var one] ? one : null;
    }

    private static (User User, PersonPlace Place) Row(DbDataReader row) => (
        new(row.GetGuid(0), row.GetString(1), row.GetString(2), Time(row, 3)),
        new(row.GetString(4), row.GetString(5)));
}
