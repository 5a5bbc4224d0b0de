namespace Bulletin.Grains.Storage.Sql.Admin;

/// <summary>The keys by which people are found, with their accounts.</summary>
internal static class UserKeys
{
    /// <summary>The highest character: names with a prefix lie between the prefix and the prefix followed by this.</summary>
    private const string LastCharacter = "\U0010FFFF";

    // No name contains it: folding leaves no white space but spaces.
    private const char Between = '\n';

    // The keys are read first and joined afterwards, so that no plan reads accounts outside the page.
    private static readonly string Page = $"""
        SELECT {ListedUsers.Columns}, k.name_key, k.username_key,
          (SELECT min(e.name_key) FROM user_name_keys e WHERE e.user_id = k.user_id AND e.name_key >= @from)
        FROM (
          SELECT name_key, username_key, user_id
          FROM user_name_keys
          WHERE (name_key, username_key) > (@key, @name) AND name_key < @to
          ORDER BY name_key, username_key
          LIMIT @some
        ) k
        JOIN users u ON u.id = k.user_id
        ORDER BY k.name_key, k.username_key
        """;

    /// <summary>The keys that begin with what was typed, and after each account's columns: its key, its username's, and the first key of the person's that fits.</summary>
    public static SqlStatement After(string typed, ListPlace? after, int some)
    {
        var (key, name) = Parts(after);
        // Cursors that the server issued lie within the list; a made-up one must not lead out of it.
        if (string.CompareOrdinal(key, typed) < 0) (key, name) = (typed, "");
        return new(Page, ("from", typed), ("key", key), ("name", name), ("to", typed + LastCharacter), ("some", some));
    }

    public static ListPlace Place(string key, string username) => new($"{key}{Between}{username}", Number: 0, Guid.Empty);

    private static (string Key, string Username) Parts(ListPlace? place) =>
        place?.Text is { } text && text.Split(Between) is [var key, var username] ? (key, username) : ("", "");
}
