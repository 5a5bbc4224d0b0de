using System.Data.Common;
using System.Text.Json;
using Bulletin.Grains.Topics;

namespace Bulletin.Grains.Storage.Sql;

/// <summary>Columns that hold a short list as JSON. Null: an empty one. Equal lists are equal texts, which statements compare.</summary>
internal static class JsonColumns
{
    public static string? Of(IReadOnlyList<Guid>? ids) => ids is { Count: > 0 } ? JsonSerializer.Serialize(ids) : null;

    public static string? Of(IReadOnlyList<long>? seqs) => seqs is { Count: > 0 } ? JsonSerializer.Serialize(seqs) : null;

    /// <summary>Each an array of its emoji and of the ids of those who chose it.</summary>
    public static string? Of(IReadOnlyList<Reaction>? reactions) => reactions is { Count: > 0 }
        ? JsonSerializer.Serialize(reactions.Select(reaction => reaction.UserIds.Select(id => id.ToString()).Prepend(reaction.Emoji)))
        : null;

    public static Guid[]? Ids(DbDataReader row, int column) => Read<Guid>(row, column);

    public static long[]? Seqs(DbDataReader row, int column) => Read<long>(row, column);

    public static Reaction[]? Reactions(DbDataReader row, int column) => Read<string[]>(row, column) is { } reactions
        ? Array.ConvertAll(reactions, reaction => new Reaction(reaction[0], Array.ConvertAll(reaction[1..], id => Guid.ParseExact(id, "D"))))
        : null;

    /// <summary>An expression: what a column of seqs is without one of them.</summary>
    /// <param name="seq">The name of a parameter.</param>
    public static string Without(string column, string seq) =>
        $"nullif('[' || trim(replace(',' || trim({column}, '[]') || ',', ',' || CAST(@{seq} AS text) || ',', ','), ',') || ']', '[]')";

    private static T[]? Read<T>(DbDataReader row, int column) => row.IsDBNull(column) ? null : JsonSerializer.Deserialize<T[]>(row.GetString(column));
}
