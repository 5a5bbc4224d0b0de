namespace Bulletin.Grains.Storage.Sql;

/// <summary>An inline table of values in a statement. Both engines name its columns <c>column1</c>, <c>column2</c> ….</summary>
internal static class SqlValues
{
    /// <summary>For <c>VALUES</c>: rows of parameters, numbered from 0.</summary>
    public static string Rows(int count, params string[] columns) =>
        string.Join(", ", Enumerable.Range(0, count).Select(row => $"({string.Join(", ", columns.Select(column => $"@{column}{row}"))})"));

    public static (string Name, object? Value)[] Of(params (string Column, IEnumerable<object> Values)[] columns) =>
        [.. columns.SelectMany(column => column.Values.Select((value, row) => ($"{column.Column}{row}", (object?)value)))];
}
