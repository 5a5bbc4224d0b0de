namespace Bulletin.Grains.Storage.Sql;

/// <summary>An inline table of values in a statement. Both engines name its columns <c>column1</c>, <c>column2</c> ….</summary>
internal static class SqlValues
{
    /// <summary>For <c>VALUES</c>: rows of parameters, numbered from 0.</summary>
    public static string Rows(int count, params string[] columns) =>
        string.Join(", ", Enumerable.Range(0, count).Select(row => $"({string.Join(", ", columns.Select(column => $"@{column}{row}"))})"));

    /// <summary>The parameters of one column.</summary>
    public static (string Name, object? Value)[] Of<T>(string column, IEnumerable<T> values) =>
        [.. values.Select((value, row) => ($"{column}{row}", (object?)value))];

    /// <summary>The parameters of several columns.</summary>
    public static (string Name, object? Value)[] Of(params (string Column, IEnumerable<object> Values)[] columns) =>
        [.. columns.SelectMany(column => Of(column.Column, column.Values))];
}
