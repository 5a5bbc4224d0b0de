using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;
using Bulletin.Api.Contract;
using Bulletin.Grains.Administration;
using Bulletin.Grains.Audit;

namespace Bulletin.Api.Admin;

/// <summary>One act of an admin, a moderator or an operator.</summary>
/// <param name="Actor">Null for an operator, by a command on the server.</param>
/// <param name="Action">What was done, such as <c>user.suspended</c>.</param>
/// <param name="Before">What was changed. Null if there was nothing.</param>
/// <param name="After">What it became. Null if nothing is left.</param>
/// <param name="Address">Where the act came from. Null for an operator.</param>
/// <param name="TraceId">Identifies the request in the server's logs and traces.</param>
public sealed record AuditView(
    Guid Id, DateTimeOffset At, UserView? Actor, string Action, AuditTargetView Target, JsonObject? Before, JsonObject? After, string? Address, string? TraceId)
{
    public static AuditView Of(ListedAct act)
    {
        var entry = act.Entry;
        return new(
            entry.Id, entry.At, act.Actor is { } actor ? UserView.Of(actor) : null, entry.Action, AuditTargetView.Of(entry.Target),
            Parsed(entry.Before), Parsed(entry.After), entry.Address, entry.TraceId);
    }

    private static JsonObject? Parsed(string? json) => json is null ? null : JsonNode.Parse(json) as JsonObject;
}

/// <summary>What an act was about.</summary>
/// <param name="Kind"><c>user</c>, <c>topic</c>, <c>message</c>, <c>report</c> or <c>settings</c>.</param>
/// <param name="Id">Of a user, topic or report; of a message, that of its topic. Zeros for the settings.</param>
/// <param name="Seq">Of a message; otherwise null.</param>
/// <param name="Name">The username, or the name of the topic, at that time. Empty if there is none.</param>
public sealed record AuditTargetView([property: AllowedValues(AuditTarget.UserKind, AuditTarget.TopicKind, AuditTarget.MessageKind, AuditTarget.ReportKind, AuditTarget.SettingsKind)] string Kind, Guid Id, long? Seq, string Name)
{
    public static AuditTargetView Of(AuditTarget target) => new(target.Kind, target.Id, target.Seq, target.Name);
}

/// <summary>Acts, newest first.</summary>
/// <param name="Next">The cursor of the next page. Null on the last one.</param>
public sealed record AuditPageView(IReadOnlyList<AuditView> Items, string? Next);
