using System.Globalization;
using System.Text;
using System.Text.Json;
using Bulletin.Api.Contract;
using Bulletin.Grains.Administration;

namespace Bulletin.Api.Admin;

/// <summary>How the audit log is written to a file.</summary>
/// <param name="Name">The name of the format, and the ending of the file's name.</param>
/// <param name="Head">What comes before the first act.</param>
/// <param name="Line">One act with its line break.</param>
internal sealed record AuditFormat(string Name, string ContentType, string Head, Func<ListedAct, string> Line)
{
    /// <summary>One object a line, as in lists.</summary>
    public static readonly AuditFormat Lines = new("jsonl", "application/jsonl", "", act => JsonSerializer.Serialize(AuditView.Of(act), BulletinJson.Options) + "\n");

    public static readonly AuditFormat Table = new("csv", "text/csv; charset=utf-8",
        Csv.Row("id", "at", "actorId", "actor", "action", "targetKind", "targetId", "targetSeq", "targetName", "before", "after", "address", "traceId"), Row);

    public byte[] Encode(IEnumerable<ListedAct> acts)
    {
        var text = new StringBuilder();
        foreach (var act in acts) text.Append(Line(act));
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static string Row(ListedAct act)
    {
        var (entry, target) = (act.Entry, act.Entry.Target);
        return Csv.Row(
            $"{entry.Id}", Rfc3339.ToText(entry.At), entry.ActorId?.ToString(), act.Actor?.Username, entry.Action,
            target.Kind, $"{target.Id}", target.Seq?.ToString(CultureInfo.InvariantCulture), target.Name, entry.Before, entry.After, entry.Address, entry.TraceId);
    }
}
