using System.ComponentModel.DataAnnotations;
using Bulletin.Api.Contract;
using Bulletin.Api.Http;
using Bulletin.Grains.Reports;

namespace Bulletin.Api.Admin;

/// <summary>A report of a message.</summary>
/// <param name="Text">The message as it was when it was reported.</param>
/// <param name="Reason"><c>spam</c>, <c>harassment</c>, <c>illegal</c> or <c>other</c>.</param>
/// <param name="Comment">What the reporter added. Null if nothing.</param>
/// <param name="State"><c>open</c>; <c>resolved</c>: something was done; <c>dismissed</c>: nothing had to be done.</param>
/// <param name="Assignee">Who looks into it. Null if nobody does.</param>
/// <param name="Resolution">What was done, in the words of who closed it.</param>
public sealed record ReportView(
    Guid Id, DateTimeOffset CreatedAt, AdminTopicRefView Topic, long Seq, UserView Author, string Text, UserView Reporter,
    [property: NamesOf(typeof(ReportReasons))] string Reason, string? Comment, [property: NamesOf(typeof(ReportStates))] string State, UserView? Assignee, string? Resolution, DateTimeOffset? ClosedAt, UserView? ClosedBy)
{
    public static ReportView Of(Report report)
    {
        var message = report.Message;
        return new(
            report.Id, report.CreatedAt, AdminTopicRefView.Of(message), message.Seq, UserView.Of(message.Author), message.Text, UserView.Of(report.Reporter), report.Reason, report.Comment,
            ReportStates.Text(report.State), Person(report.Assignee), report.Resolution, report.ClosedAt, Person(report.ClosedBy));
    }

    private static UserView? Person(Grains.Accounts.User? user) => user is null ? null : UserView.Of(user);
}

/// <summary>Reports, newest first.</summary>
/// <param name="Next">The cursor of the next page. Null on the last one.</param>
public sealed record ReportPageView(IReadOnlyList<ReportView> Items, string? Next);

/// <summary>A message has been reported.</summary>
/// <param name="Id">The id of the report.</param>
public sealed record ReportedView(Guid Id);

/// <summary>The states of a report as clients see them.</summary>
internal static class ReportStates
{
    public const string Open = "open", Resolved = "resolved", Dismissed = "dismissed";

    public static string Text(ReportState state) => state switch
    {
        ReportState.Resolved => Resolved,
        ReportState.Dismissed => Dismissed,
        _ => Open,
    };

    /// <returns>Null if none is given.</returns>
    public static ReportState? Read(string? text, ValidationErrors fields) =>
        AdminQuery.OneOf(text, "state", fields, (Open, ReportState.Open), (Resolved, ReportState.Resolved), (Dismissed, ReportState.Dismissed));
}

/// <param name="Reason"><c>spam</c>, <c>harassment</c>, <c>illegal</c> or <c>other</c>.</param>
/// <param name="Comment">Up to 1,000 characters.</param>
public sealed record ReportMessageRequest(
    [property: Required, NamesOf(typeof(ReportReasons))] string? Reason = null, [property: MaxLength(ReportMessageRequest.MaxComment)] string? Comment = null)
{
    internal const int MaxComment = 1000;

    /// <returns>The reason, and the comment if there is one.</returns>
    /// <exception cref="ProblemException">With <c>validation_failed</c>.</exception>
    public (string Reason, string? Comment) Validated()
    {
        var fields = new ValidationErrors();
        fields.Require(Reason is not null && ReportReasons.All.Contains(Reason), "reason", $"Must be one of {string.Join(", ", ReportReasons.All)}.");
        var comment = string.IsNullOrWhiteSpace(Comment) ? null : Comment.Trim();
        if (comment is not null) fields.RequireText(comment, "comment", 1, MaxComment);
        fields.ThrowIfAny();
        return (Reason!, comment);
    }
}

/// <summary>Missing fields stay unchanged.</summary>
/// <param name="State"><c>open</c>, <c>resolved</c> or <c>dismissed</c>.</param>
/// <param name="Resolution">Up to 1,000 characters: what was done.</param>
public sealed record ChangeReportRequest(
    [property: NamesOf(typeof(ReportStates))] string? State = null, [property: MaxLength(ReportMessageRequest.MaxComment)] string? Resolution = null)
{
    /// <summary>The username of who looks into it, or `me`. Null for nobody.</summary>
    public string? Assignee
    {
        get;
        // Only called if the field is there: that tells null from nothing.
        init
        {
            field = value;
            Unassigns = value is null;
        }
    }

    internal bool Unassigns { get; private init; }

    /// <summary>What is to change, before the assignee is looked up.</summary>
    /// <exception cref="ProblemException">With <c>validation_failed</c>.</exception>
    public ChangeReport ToCommand(Guid id, Grains.Accounts.Actor actor)
    {
        var fields = new ValidationErrors();
        var state = ReportStates.Read(State, fields);
        if (Resolution is not null) fields.RequireText(Resolution, "resolution", 0, ReportMessageRequest.MaxComment);
        fields.ThrowIfAny();
        return new(id, actor, state, Resolution?.Trim(), Assignee: null, Unassigns);
    }
}
