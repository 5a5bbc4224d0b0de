using Bulletin.Grains.Accounts;

namespace Bulletin.Grains.Storage.Sql;

/// <summary>
/// Finds usernames that look like a given name. A long name has millions of spellings, so they are not tried one by one: the
/// search walks the index of usernames letter by letter and continues only from prefixes of existing usernames.
/// </summary>
internal static class SqlLookAlikes
{
    /// <remarks>Usernames are ASCII, and none has a character after <c>~</c>.</remarks>
    internal static string Walk(int spellings) => $"""
        WITH RECURSIVE spelling (place, letters) AS (VALUES {SqlValues.Rows(spellings, "place", "letters")}),
        beginning (place, letters) AS (
          SELECT 0, ''
          UNION ALL
          SELECT b.place + 1, b.letters || s.letters
          FROM beginning b JOIN spelling s ON s.place = b.place
          WHERE EXISTS (SELECT 1 FROM users WHERE username_key >= b.letters || s.letters AND username_key < b.letters || s.letters || '~')
        )
        SELECT u.username_key, u.username FROM beginning b JOIN users u ON u.username_key = b.letters WHERE b.place = @length
        """;

    public static async Task<IReadOnlyList<string>> Find(SqlDatabase database, string name, CancellationToken cancellationToken)
    {
        var skeleton = LookAlikes.Skeleton(name);
        if (skeleton.Length is 0 or > Usernames.MaxLength || !skeleton.All(Usernames.IsAllowed)) return [];

        var spellings = skeleton.SelectMany((one, place) => LookAlikes.Spellings(one).Select(letters => (Place: place, Letters: letters))).ToArray();
        var found = await database.Query(
            Walk(spellings.Length), row => (Key: row.GetString(0), Username: row.GetString(1)), cancellationToken,
            [.. SqlValues.Of(("place", spellings.Select(one => (object)one.Place)), ("letters", spellings.Select(one => one.Letters))), ("length", skeleton.Length)]);
        // The index stores usernames in lower case, where an i may have been an I.
        return [.. found.Where(one => LookAlikes.Skeleton(one.Username) == skeleton).Select(one => one.Key)];
    }
}
