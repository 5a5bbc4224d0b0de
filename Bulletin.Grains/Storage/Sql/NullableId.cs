namespace Bulletin.Grains.Storage.Sql;

/// <summary>An id that may be null, for use in the text of a statement. As a parameter, a null would be a text, which Postgres neither stores nor compares
/// as an id; and a cast that suits Postgres would make a number of an id in SQLite.</summary>
internal readonly record struct NullableId(string Name, Guid? Value)
{
    /// <summary>The parameter, or <c>NULL</c>.</summary>
    public override string ToString() => Value is null ? "NULL" : $"@{Name}";

    public (string Name, object? Value)[] Parameters => Value is null ? [] : [(Name, Value)];
}
