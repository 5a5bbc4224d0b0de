namespace Bulletin.Grains.Storage.Sql;

/// <summary>What people type is text, not a pattern.</summary>
internal static class LikePattern
{
    /// <summary>For <c>LIKE … ESCAPE '\'</c>.</summary>
    public static string Escape(string text) => text
        .Replace(@"\", @"\\", StringComparison.Ordinal)
        .Replace("%", @"\%", StringComparison.Ordinal)
        .Replace("_", @"\_", StringComparison.Ordinal);
}
