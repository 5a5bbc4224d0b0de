namespace Bulletin.Grains.Storage.Sql;

/// <summary>A statement with its parameters.</summary>
internal sealed record SqlStatement(string Sql, params (string Name, object? Value)[] Parameters);
