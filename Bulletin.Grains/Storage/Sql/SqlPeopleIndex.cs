using System.Data.Common;
using Bulletin.Grains.Accounts;
using Bulletin.Grains.Names;
using static Bulletin.Grains.Storage.Sql.Rows;

namespace Bulletin.Grains.Storage.Sql;

/// <summary>People by their names: a walk along the index of keys from where the page before ended.</summary>
/// <remarks>
/// Several keys of one person may begin alike, and the person is listed at the first. Where all that follow are repeats, or
/// closed accounts, a page would look at any number of rows to be full: it looks at so many, and says where to look on.
/// </remarks>
internal sealed class SqlPeopleIndex(SqlDatabase database) : IPeopleIndex
{
    /// <summary>The last character there is: what begins with a prefix lies between the prefix and the prefix followed by this.</summary>
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

    /// <summary>How many keys one page looks at.</summary>
    public int Reach { get; init; } = 500;

    public async Task<PeopleFound> Find(string typed, int limit, PersonPlace? after, CancellationToken cancellationToken)
    {
        var from = NameKeys.Beginning(typed);
        // What was handed out lies within the list; what is made up must not lead out of it.
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

    /// <summary>Where a page has stopped looking; null at the end of the list.</summary>
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
