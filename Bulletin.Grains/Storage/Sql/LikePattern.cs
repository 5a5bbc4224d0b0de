namespace Bulletin.Grains.Storage.Sql;

/// <summary>Escapes user input so that it is matched as text and not as a pattern.</summary>
internal static class LikePattern
{
    /// <summary>For <c>LIKE … ESCAPE '\'</c>.</summary>
    public static string Escape(string text) => text
        .Replace(@"\", @"\\", StringComparison.Ordinal)
        .Replace("%", @"\%", StringComparison.Ordinal)
        .Replace("_", @"\_", StringComparison.Ordinal);
}
