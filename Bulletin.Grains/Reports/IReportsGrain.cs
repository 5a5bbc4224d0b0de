using Bulletin.Grains.Accounts;

namespace Bulletin.Grains.Reports;

/// <summary>The reports of messages; key 0, on every silo. For moderators those from public topics, for admins all of them: others are answered
/// <see cref="Refusal.NotAllowed"/>, and what they may not see <see cref="Refusal.ReportNotFound"/>.</summary>
[Alias("bulletin.reports-grain")]
public interface IReportsGrain : IGrainWithIntegerKey
{
    /// <summary>Stores a report. For anybody: the gateway has read the message for them. Who reports a message again gets the report they had made.</summary>
    /// <remarks><see cref="Refusal.TooManyReports"/> while too many of theirs are open.</remarks>
    [Alias("create")]
    Task<Outcome<Report>> Create(CreateReport command, CancellationToken cancellationToken = default);

    /// <summary>Newest first.</summary>
    [Alias("list")]
    Task<Outcome<ListPage<Report>>> List(ReportQuery query, Actor actor, CancellationToken cancellationToken = default);

    [Alias("get")]
    Task<Outcome<Report>> Get(Guid id, Actor actor, CancellationToken cancellationToken = default);

    /// <summary>Changes a report. One that is closed has to be reopened before it is closed in another way.</summary>
    /// <remarks><see cref="Refusal.Conflict"/> if it is closed, or changed by others meanwhile.</remarks>
    [Alias("change")]
    Task<Outcome<Report>> Change(ChangeReport command, CancellationToken cancellationToken = default);
}

/// <param name="State">Null: any.</param>
/// <param name="AssigneeId">Null: anybody's and nobody's.</param>
/// <param name="Limit">1–200.</param>
[GenerateSerializer, Immutable, Alias("bulletin.report-query")]
public sealed record ReportQuery(
    [property: Id(0)] ReportState? State,
    [property: Id(1)] Guid? AssigneeId,
    [property: Id(2)] int Limit,
    [property: Id(3)] ListPlace? After);
