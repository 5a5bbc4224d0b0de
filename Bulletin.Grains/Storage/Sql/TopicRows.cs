using System.Data.Common;
using Bulletin.Grains.Topics;
using static Bulletin.Grains.Storage.Sql.Rows;

namespace Bulletin.Grains.Storage.Sql;

/// <summary>Reads topics with their latest message and how many members they have, for every list of topics.</summary>
internal static class TopicRows
{
    /// <summary>Of topics <c>t</c> with <see cref="Joins"/>. Only the excerpt of a message's text is transferred; both engines count characters here.</summary>
    public static readonly string Columns =
        $"{TopicColumns}, l.author_id, {UserColumnsOf("b")}, substr(l.text, 1, {LastMessage.ExcerptLength}), " +
        "CASE WHEN t.access > 0 THEN (SELECT count(*) FROM topic_members k WHERE k.topic_id = t.id) END";

    public const int Width = Members + 1;

    private const int Author = TopicWidth, Text = Author + 1 + UserColumns, Members = Text + 1;

    public const string Joins = """
        LEFT JOIN users c ON c.id = t.created_by
        LEFT JOIN messages l ON l.topic_id = t.id AND l.seq = t.seq
        LEFT JOIN users b ON b.id = l.author_id
        """;

    public static Topic Read(DbDataReader row, People people)
    {
        var last = row.IsDBNull(Author) ? null : new LastMessage(
            row.GetInt64(6), people.Of(row, Author, Author + 1), row.IsDBNull(Text) ? "" : row.GetString(Text));
        return Topic(row, people, last) with { MemberCount = row.IsDBNull(Members) ? null : (int)row.GetInt64(Members) };
    }
}
