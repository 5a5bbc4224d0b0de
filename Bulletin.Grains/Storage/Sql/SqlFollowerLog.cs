using System.Numerics;
using Bulletin.Grains.Personal;
using static Bulletin.Grains.Storage.Sql.Rows;

namespace Bulletin.Grains.Storage.Sql;

/// <summary>How far topics were followed, and what happened since. Whom it concerns is in the other parts.</summary>
internal sealed partial class SqlFollowerLog(SqlDatabase database) : IFollowerLog
{
    /// <summary>How many rows of values one statement has.</summary>
    private const int RowsAtOnce = 500;

    /// <summary>Of <c>topics t</c> and its mark <c>f</c>, which may be missing.</summary>
    private const string IsAhead =
        "(t.revision > coalesce(f.revision, 0) OR t.seq > coalesce(f.seq, 0) OR t.members_version > coalesce(f.members_version, 0))";

    private static readonly FollowMark Nothing = new(Guid.Empty, -1, -1, -1);

    private readonly SqlTopicsBehind behind = Topics(database);

    internal static SqlTopicsBehind Topics(SqlDatabase database) => new(database, "follow_marks", IsAhead);

    public async Task Mark(IReadOnlyList<FollowMark> marks, CancellationToken cancellationToken)
    {
        // In one order everywhere: two silos that mark the same topics in different orders would wait for each other.
        foreach (var some in marks.OrderBy(mark => mark.TopicId).Chunk(RowsAtOnce))
            await database.Change(
                $"""
                INSERT INTO follow_marks (topic_id, seq, revision, members_version)
                SELECT * FROM (VALUES {SqlValues.Rows(Prepared(some.Length), "topic", "seq", "revision", "members")}) v
                WHERE v.column2 >= 0
                ON CONFLICT (topic_id) DO UPDATE SET {Further("seq")}, {Further("revision")}, {Further("members_version")}
                WHERE excluded.seq > follow_marks.seq OR excluded.revision > follow_marks.revision OR excluded.members_version > follow_marks.members_version
                RETURNING topic_id
                """,
                _ => true, cancellationToken,
                Marks([.. some, .. Enumerable.Repeat(Nothing, Prepared(some.Length) - some.Length)]));
    }

    public Task<IReadOnlyList<Guid>> Behind(DateTimeOffset since, DateTimeOffset until, int limit, CancellationToken cancellationToken) =>
        behind.Behind(since, until, limit, cancellationToken);

    public Task<(IReadOnlyList<Guid> Topics, Guid? Last)> Behind(Guid after, int some, CancellationToken cancellationToken) =>
        behind.Behind(after, some, cancellationToken);

    /// <summary>How many rows of values to ask about, for so many. Each round has another number of topics, and a statement for each number is never prepared.</summary>
    private static int Prepared(int count) => (int)BitOperations.RoundUpToPowerOf2((uint)count);

    private static (string Name, object? Value)[] Marks(IReadOnlyCollection<FollowMark> marks) => SqlValues.Of(
        ("topic", marks.Select(mark => (object)mark.TopicId)),
        ("seq", marks.Select(mark => (object)mark.Seq)),
        ("revision", marks.Select(mark => (object)mark.Revision)),
        ("members", marks.Select(mark => (object)mark.MembersVersion)));

    /// <summary>An assignment that only moves forward.</summary>
    private static string Further(string column) =>
        $"{column} = CASE WHEN excluded.{column} > follow_marks.{column} THEN excluded.{column} ELSE follow_marks.{column} END";
}
