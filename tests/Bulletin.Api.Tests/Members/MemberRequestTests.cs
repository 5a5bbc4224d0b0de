using Bulletin.Api.Http;
using Bulletin.Api.Members;
using Bulletin.Grains.Accounts;
using Bulletin.Grains.Topics.Members;

namespace Bulletin.Api.Tests.Members;

public sealed class MemberRequestTests
{
    private static readonly Actor Ada = new(new(Guid.CreateVersion7(), "Ada", "Ada", DateTimeOffset.UnixEpoch), IsModerator: false);

    [Fact]
    public void People_are_named_in_any_case_once_each_and_without_who_asks()
    {
        var keys = new OpenDirectRequest(["Ben", "cleo", "BEN", "ada"]).UsernameKeys(Ada);

        Assert.Equal(["ben", "cleo"], keys);
    }

    [Fact]
    public void A_conversation_needs_others_and_at_most_nine()
    {
        Assert.Equal("usernames", FieldOf(() => new OpenDirectRequest().UsernameKeys(Ada)));
        Assert.Equal("usernames", FieldOf(() => new OpenDirectRequest([]).UsernameKeys(Ada)));
        Assert.Equal("usernames", FieldOf(() => new OpenDirectRequest(["ADA"]).UsernameKeys(Ada)));
        Assert.Equal("usernames", FieldOf(() => new OpenDirectRequest(Names(10)).UsernameKeys(Ada)));
        Assert.Equal(9, new OpenDirectRequest(["ada", .. Names(9)]).UsernameKeys(Ada).Count);
    }

    [Fact]
    public void What_can_be_no_username_names_nobody()
    {
        Assert.Equal("usernames", FieldOf(() => new OpenDirectRequest(["ben", null]).UsernameKeys(Ada)));
        Assert.Equal("usernames", FieldOf(() => new OpenDirectRequest(["b n"]).UsernameKeys(Ada)));
    }

    [Fact]
    public void A_request_names_at_most_fifty_people()
    {
        Assert.Equal(50, Keys(Names(50)).Count);
        Assert.Equal("members", FieldOf(() => Keys(Names(51))));
    }

    [Fact]
    public void A_role_is_member_or_owner_or_left_out()
    {
        Assert.Equal((Role.Member, Role.Owner, null), (new PutMemberRequest("member").ToRole(), new PutMemberRequest("owner").ToRole(), new PutMemberRequest().ToRole()));
        Assert.Equal("role", FieldOf(() => new PutMemberRequest("Owner").ToRole()));
    }

    [Fact]
    public void An_invitation_lasts_seven_days_unless_told_otherwise()
    {
        Assert.Equal((TimeSpan.FromDays(7), null), Of(new()));
        Assert.Equal((TimeSpan.FromMinutes(1), 10_000), Of(new(60, 10_000)));
        Assert.Equal((TimeSpan.FromDays(365), 1), Of(new(31_536_000, 1)));
    }

    [Theory]
    [InlineData(59, 1, "expiresIn")]
    [InlineData(31_536_001, 1, "expiresIn")]
    [InlineData(60, 0, "maxUses")]
    [InlineData(60, 10_001, "maxUses")]
    public void An_invitation_has_bounds(int expiresIn, int maxUses, string field) => Assert.Equal(field, FieldOf(() => Of(new(expiresIn, maxUses))));

    private static (TimeSpan?, int?) Of(CreateInvitationRequest request)
    {
        var command = request.ToCommand(Guid.CreateVersion7(), [], Ada);
        return (command.ExpiresIn, command.MaxUses);
    }

    private static IReadOnlyList<string> Keys(IReadOnlyList<string> usernames)
    {
        var fields = new ValidationErrors();
        var keys = MemberLookup.Keys(usernames, "members", Ada, fields);
        fields.ThrowIfAny();
        return keys;
    }

    private static string[] Names(int count) => [.. Enumerable.Range(0, count).Select(i => $"person-{i}")];

    /// <summary>The one field that a request is refused for.</summary>
    private static string FieldOf(Func<object?> request) => Assert.Single(Assert.Throws<ProblemException>(request).Problem.Errors!).Key;
}
