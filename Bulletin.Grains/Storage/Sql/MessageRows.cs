using System.Data.Common;
using System.Globalization;
using Bulletin.Grains.Topics;
using static Bulletin.Grains.Storage.Sql.Rows;

namespace Bulletin.Grains.Storage.Sql;

/// <summary>
/// The columns of a message. Both engines build the statements of their commits from this list, so a new column is added here,
/// to write it and to read it, and nowhere else in the SQL. Append it: rows are read, and the key of a change is skipped, by position.
/// (<c>posted_fingerprint</c> is not a part of the message, and is written by each engine's commit.)
/// </summary>
internal static class MessageRows
{
    private static readonly MessageColumn[] columns =
    [
        MessageColumn.Of("topic_id", m => m.TopicId),
        MessageColumn.Of("seq", m => m.Seq),
        MessageColumn.Of("revision", m => m.Revision),
        MessageColumn.Of("client_id", m => m.ClientId, Written.OnPost),
        MessageColumn.Of("author_id", m => m.Author.Id, Written.OnPost),
        MessageColumn.Of("text", m => m.Text),
        MessageColumn.Of("reply_to", m => m.ReplyTo, Written.OnPost),
        MessageColumn.Of("created_at", m => Milliseconds(m.CreatedAt), Written.OnPost),
        MessageColumn.Of("edited_at", m => Milliseconds(m.EditedAt), Written.OnChange),
        MessageColumn.Of("deleted_at", m => Milliseconds(m.DeletedAt), Written.OnChange),
        MessageColumn.Of("mentions", m => JsonColumns.Of(m.Mentions)),
        MessageColumn.Of("mentions_all", m => m.MentionsAll),
        MessageColumn.Of("reactions", m => JsonColumns.Of(m.Reactions), Written.OnChange),
        MessageColumn.Of("text_revision", m => m.TextRevision, Written.OnChange),
    ];

    /// <summary>Reads a row of <see cref="Selected"/>, by position: in the order of the list above, and then the author.</summary>
    public static Message Read(DbDataReader row, int from, People people)
    {
        // The version before deletes a message without its mentions and reactions.
        var isDeleted = !row.IsDBNull(from + 9);
        return new(
            row.GetGuid(from),
            row.GetInt64(from + 1),
            row.GetInt64(from + 2),
            row.GetGuid(from + 3),
            people.Of(row, from + 4, from + columns.Length),
            row.IsDBNull(from + 5) ? null : row.GetString(from + 5),
            row.IsDBNull(from + 6) ? null : row.GetInt64(from + 6),
            Time(row, from + 7),
            row.IsDBNull(from + 8) ? null : Time(row, from + 8),
            isDeleted ? Time(row, from + 9) : null,
            isDeleted ? null : JsonColumns.Ids(row, from + 10),
            !isDeleted && row.GetBoolean(from + 11),
            isDeleted ? null : JsonColumns.Reactions(row, from + 12),
            isDeleted || row.IsDBNull(from + 13) ? null : row.GetInt64(from + 13));
    }

    /// <summary>Of <c>messages m</c> and the author's row <c>a</c>.</summary>
    public static readonly string Selected = $"{columns.List("m.{0}")}, {UserColumnsOf("a")}";

    public static readonly int Width = columns.Length + UserColumns;

    /// <summary>What a post writes.</summary>
    public static readonly MessageColumn[] Posted = [.. columns.Where(column => column.Written != Written.OnChange)];

    /// <summary>What a change writes: all that may have changed since the post, after the key (topic and seq).</summary>
    public static readonly MessageColumn[] Changed = [.. columns.Where(column => column.Written != Written.OnPost)];

    /// <summary>Their names as a list in a statement.</summary>
    /// <param name="format">Where a name belongs in each item: <c>{0}</c>.</param>
    public static string List(this IEnumerable<MessageColumn> columns, string format = "{0}") =>
        string.Join(", ", columns.Select(column => string.Format(CultureInfo.InvariantCulture, format, column.Name)));

    /// <summary>The assignments of a change: all but its key.</summary>
    /// <param name="from">What stands before the name of a new value.</param>
    public static string Assignments(string from) => Changed.Skip(2).List($"{{0}} = {from}{{0}}");
}
