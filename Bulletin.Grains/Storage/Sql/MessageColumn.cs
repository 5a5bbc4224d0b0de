using Bulletin.Grains.Topics;
using Npgsql;

namespace Bulletin.Grains.Storage.Sql;

/// <summary>A column of the messages table, as commits write it.</summary>
/// <param name="ValueOf">For SQLite: the value of one message.</param>
/// <param name="ArrayOf">For Postgres: the values of many messages in one parameter.</param>
internal sealed record MessageColumn(string Name, Written Written, Func<Message, object?> ValueOf, Func<Message[], NpgsqlParameter> ArrayOf)
{
    /// <remarks>The array is typed, so that its values are not boxed.</remarks>
    public static MessageColumn Of<T>(string name, Converter<Message, T> value, Written written = Written.Always) => new(
        name, written,
        message => value(message),
        messages => new NpgsqlParameter<T[]> { TypedValue = Array.ConvertAll(messages, value) });
}

internal enum Written
{
    Always,
    /// <summary>It never changes.</summary>
    OnPost,
    /// <summary>It is null until then.</summary>
    OnChange,
}
