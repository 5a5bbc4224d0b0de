using System.Text;
using System.Text.Json;
using Bulletin.Api.Admin;
using Bulletin.Grains.Accounts;
using Bulletin.Grains.Administration;
using Bulletin.Grains.Audit;

namespace Bulletin.Api.Tests.Admin;

public sealed class AuditFormatTests
{
    private static readonly DateTimeOffset at = new(2026, 3, 1, 9, 30, 0, TimeSpan.Zero);
    private static readonly User ann = new(Guid.CreateVersion7(), "ann", "Ann", at);
    private static readonly Guid bobsId = Guid.CreateVersion7();

    private static readonly ListedAct act = new(
        new(Guid.CreateVersion7(), at, ann.Id, AuditActions.UserSuspended, AuditTarget.User(bobsId, "bob"),
            Before: null, """{"reason":"two\nlines"}""", "192.0.2.7", "4bf92f3577b34da6a3ce929d0e0e4736"),
        ann);

    [Fact]
    public void An_act_is_one_line_of_JSON()
    {
        var lines = Encoding.UTF8.GetString(AuditFormat.Lines.Encode([act, act])).Split('\n');

        Assert.Equal(3, lines.Length);
        Assert.Equal("", lines[2]);
        var json = JsonDocument.Parse(lines[0]).RootElement;
        Assert.Equal("user.suspended", json.GetProperty("action").GetString());
        Assert.Equal("ann", json.GetProperty("actor").GetProperty("username").GetString());
        Assert.Equal(JsonValueKind.Null, json.GetProperty("before").ValueKind);
        Assert.Equal("two\nlines", json.GetProperty("after").GetProperty("reason").GetString());
    }

    [Fact]
    public void An_act_is_one_row_under_its_headings()
    {
        var row = Encoding.UTF8.GetString(AuditFormat.Table.Encode([act]));

        Assert.Equal(13, AuditFormat.Table.Head.Split(',').Length);
        Assert.Equal(
            $$"""{{act.Entry.Id}},2026-03-01T09:30:00.000Z,{{ann.Id}},ann,user.suspended,user,{{bobsId}},,bob,,"{""reason"":""two\nlines""}",192.0.2.7,4bf92f3577b34da6a3ce929d0e0e4736""" + "\r\n",
            row);
    }
}
