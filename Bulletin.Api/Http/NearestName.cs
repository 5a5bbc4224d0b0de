namespace Bulletin.Api.Http;

/// <summary>Finds which name was meant by one that is misspelt: <c>clientId</c> by <c>clientID</c>, <c>client_id</c> or <c>cleintId</c>.</summary>
internal static class NearestName
{
    /// <summary>No name is longer. Comparing takes the product of both lengths.</summary>
    private const int MaxLength = 64;

    /// <returns>Null if nothing is near.</returns>
    public static string? Of(string given, IEnumerable<string> known)
    {
        if (given.Length > MaxLength) return null;
        var letters = Letters(given);
        var (nearest, distance) = known.Select(name => (name, Distance(letters, Letters(name)))).DefaultIfEmpty(("", int.MaxValue)).MinBy(one => one.Item2);
        return distance <= nearest.Length / 3 ? nearest : null;
    }

    /// <summary>Without what styles of writing differ in.</summary>
    private static string Letters(string name) => string.Concat(name.Where(char.IsLetterOrDigit)).ToLowerInvariant();

    /// <summary>How many letters have to be added, removed or replaced.</summary>
    private static int Distance(string one, string other)
    {
        var row = Enumerable.Range(0, other.Length + 1).ToArray();
        for (var i = 1; i <= one.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= other.Length; j++)
                (diagonal, row[j]) = (row[j], Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (one[i - 1] == other[j - 1] ? 0 : 1)));
        }
        return row[^1];
    }
}
