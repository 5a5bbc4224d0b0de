using Bulletin.Grains.Accounts;
using Bulletin.Grains.Topics.Members;

namespace Bulletin.Grains.Reports;

/// <summary>Somebody found that a message should not be here.</summary>
/// <param name="Text">The message as it was when it was reported.</param>
/// <param name="Reason">One of <see cref="ReportReasons"/>.</param>
/// <param name="Assignee">Who looks into it; null if nobody does.</param>
/// <param name="Resolution">What was done, in the words of who closed it.</param>
[GenerateSerializer, Immutable, Alias("bulletin.report")]
public sealed record Report(
    [property: Id(0)] Guid Id,
    [property: Id(1)] DateTimeOffset CreatedAt,
    [property: Id(2)] ReportedMessage Message,
    [property: Id(3)] User Reporter,
    [property: Id(4)] string Reason,
    [property: Id(5)] string? Comment,
    [property: Id(6)] ReportState State,
    [property: Id(7)] User? Assignee,
    [property: Id(8)] string? Resolution,
    [property: Id(9)] DateTimeOffset? ClosedAt,
    [property: Id(10)] User? ClosedBy);

/// <summary>A message as it was when it was reported, and the topic as it is.</summary>
[GenerateSerializer, Immutable, Alias("bulletin.reported-message")]
public sealed record ReportedMessage(
    [property: Id(0)] Guid TopicId,
    [property: Id(1)] string TopicName,
    [property: Id(2)] Access Access,
    [property: Id(3)] long Seq,
    [property: Id(4)] User Author,
    [property: Id(5)] string Text);

/// <summary>The numbers are stored.</summary>
[GenerateSerializer, Alias("bulletin.report-state")]
public enum ReportState
{
    Open = 0,
    /// <summary>Something was done about it.</summary>
    Resolved = 1,
    /// <summary>Nothing had to be done.</summary>
    Dismissed = 2,
}

/// <summary>Why people report a message. The names are stored and public.</summary>
public static class ReportReasons
{
    public const string Spam = "spam", Harassment = "harassment", Illegal = "illegal", Other = "other";

    public static readonly IReadOnlyList<string> All = [Spam, Harassment, Illegal, Other];
}

/// <param name="Message">As the reporter was shown it just now.</param>
/// <param name="Reason">One of <see cref="ReportReasons"/>.</param>
/// <param name="Comment">Up to 1,000 characters; null if there is none.</param>
[GenerateSerializer, Immutable, Alias("bulletin.create-report")]
public sealed record CreateReport(
    [property: Id(0)] Guid Id,
    [property: Id(1)] ReportedMessage Message,
    [property: Id(2)] Actor Actor,
    [property: Id(3)] string Reason,
    [property: Id(4)] string? Comment);

/// <summary>Changes a report. Null fields stay unchanged.</summary>
/// <param name="Assignee">Who looks into it.</param>
/// <param name="Unassign">Whether nobody shall look into it any more. Not together with <paramref name="Assignee"/>.</param>
/// <param name="Resolution">Up to 1,000 characters.</param>
[GenerateSerializer, Immutable, Alias("bulletin.change-report")]
public sealed record ChangeReport(
    [property: Id(0)] Guid Id,
    [property: Id(1)] Actor Actor,
    [property: Id(2)] ReportState? State = null,
    [property: Id(3)] string? Resolution = null,
    [property: Id(4)] User? Assignee = null,
    [property: Id(5)] bool Unassign = false);
