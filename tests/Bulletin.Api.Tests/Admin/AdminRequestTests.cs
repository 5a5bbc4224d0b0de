using System.Text.Json;
using Bulletin.Api.Admin;
using Bulletin.Api.Contract;
using Bulletin.Api.Http;
using Bulletin.Grains.Accounts;
using Bulletin.Grains.Audit;

namespace Bulletin.Api.Tests.Admin;

public sealed class AdminRequestTests
{
    private static readonly DateTimeOffset now = new(2026, 3, 1, 9, 30, 0, TimeSpan.Zero);

    private static readonly Actor admin = new(
        new(Guid.CreateVersion7(), "ann", "Ann", now), IsModerator: true, IsAdmin: true, new Origin("192.0.2.7", TraceId: null, IsAdminApi: true));

    [Fact]
    public void Null_lifts_a_suspension_and_nothing_leaves_it()
    {
        Assert.True(Change("""{"suspended":null}""").Lift);
        Assert.False(Change("{}").Lift);
    }

    [Fact]
    public void A_suspension_has_a_reason_and_may_have_an_end()
    {
        var change = Change("""{"suspended":{"reason":" spam ","until":"2026-03-02T00:00:00.000Z"}}""");

        Assert.Equal(new Suspend(new DateTimeOffset(2026, 3, 2, 0, 0, 0, TimeSpan.Zero), "spam"), change.Suspend);
        Assert.False(change.Lift);
    }

    [Theory]
    [InlineData("2026-03-02T00:00:00Z")]
    [InlineData("2026-03-02T01:00:00.0+01:00")]
    public void The_end_of_a_suspension_is_any_rfc_3339_time(string until) =>
        Assert.Equal(new DateTimeOffset(2026, 3, 2, 0, 0, 0, TimeSpan.Zero), Change($$$"""{"suspended":{"reason":"spam","until":"{{{until}}}"}}""").Suspend!.Until);

    [Theory]
    [InlineData("""{"suspended":{}}""")]
    [InlineData("""{"suspended":{"reason":"spam","until":"tomorrow"}}""")]
    [InlineData("""{"suspended":{"reason":" "}}""")]
    [InlineData("""{"suspended":{"reason":"spam","until":"2026-03-01T09:30:00.000Z"}}""")]
    [InlineData("""{"role":"owner"}""")]
    [InlineData("""{"displayName":"admin"}""")]
    public void What_makes_no_sense_is_refused(string json) => Assert.Throws<ProblemException>(() => Change(json));

    [Fact]
    public void Null_keeps_messages_for_ever_and_nothing_changes_nothing()
    {
        Assert.Equal(0, Read<ChangeSettingsRequest>("""{"retentionDays":null}""").ToCommand(admin).RetentionDays);
        Assert.Equal(30, Read<ChangeSettingsRequest>("""{"retentionDays":30}""").ToCommand(admin).RetentionDays);
        Assert.Null(Read<ChangeSettingsRequest>("{}").ToCommand(admin).RetentionDays);
    }

    [Fact]
    public void Null_takes_a_report_from_its_assignee_and_nothing_leaves_it_there()
    {
        Assert.True(Read<ChangeReportRequest>("""{"assignee":null}""").ToCommand(Guid.Empty, admin).Unassign);
        Assert.False(Read<ChangeReportRequest>("""{"assignee":"ann"}""").ToCommand(Guid.Empty, admin).Unassign);
        Assert.False(Read<ChangeReportRequest>("""{"state":"resolved"}""").ToCommand(Guid.Empty, admin).Unassign);
    }

    [Theory]
    [InlineData("ann@example.org")]
    [InlineData("ann.o'neill+bulletin@mail.example.org")]
    public void An_address_is_taken_as_it_is(string address) => Assert.Equal(address, new MakePasswordLinkRequest(address).Address());

    [Theory]
    [InlineData("")]
    [InlineData("ann")]
    [InlineData("Ann <ann@example.org>")]
    [InlineData("ann@example.org, bob@example.org")]
    [InlineData("ann@example.org\r\nBcc: bob@example.org")]
    public void What_is_no_single_address_is_refused(string address) => Assert.Throws<ProblemException>(() => new MakePasswordLinkRequest(address).Address());

    [Fact]
    public void An_address_longer_than_any_is_refused() =>
        Assert.Throws<ProblemException>(() => new MakePasswordLinkRequest($"{new string('a', 243)}@example.org").Address());

    private static AdministerAccount Change(string json) => Read<ChangeUserRequest>(json).ToCommand(Guid.CreateVersion7(), admin, now);

    private static T Read<T>(string json) => JsonSerializer.Deserialize<T>(json, BulletinJson.Options)!;
}
