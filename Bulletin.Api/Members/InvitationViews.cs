using System.ComponentModel.DataAnnotations;
using Bulletin.Api.Contract;
using Bulletin.Api.Http;
using Bulletin.Grains.Accounts;
using Bulletin.Grains.Topics;
using Bulletin.Grains.Topics.Members;

namespace Bulletin.Api.Members;

/// <param name="ExpiresIn">Lifetime in seconds: 60 to 31,536,000, which is 365 days. Defaults to 7 days.</param>
/// <param name="MaxUses">How many people it may bring in: 1–10,000. Any number if not given.</param>
public sealed record CreateInvitationRequest(
    [property: Range(CreateInvitationRequest.Shortest, CreateInvitationRequest.Longest)] int? ExpiresIn = null,
    [property: Range(1, CreateInvitationRequest.Most)] int? MaxUses = null)
{
    internal const int Shortest = 60;
    internal const int Longest = 365 * 24 * 60 * 60;
    internal const int Most = 10_000;
    private static readonly TimeSpan Usual = TimeSpan.FromDays(7);

    /// <exception cref="ProblemException">With <c>validation_failed</c>.</exception>
    public CreateInvitation ToCommand(Guid id, byte[] tokenHash, Actor actor)
    {
        var fields = new ValidationErrors();
        fields.Require(ExpiresIn is null or (>= Shortest and <= Longest), "expiresIn", "Must be between 60 and 31536000 seconds.");
        fields.Require(MaxUses is null or (>= 1 and <= Most), "maxUses", "Must be between 1 and 10000.");
        fields.ThrowIfAny();
        return new(id, tokenHash, ExpiresIn is { } seconds ? TimeSpan.FromSeconds(seconds) : Usual, MaxUses, actor);
    }
}

/// <summary>An invitation, without its token.</summary>
/// <param name="MaxUses">How many people it may bring in. Null for any number.</param>
/// <param name="Uses">How many it has brought in.</param>
public sealed record InvitationView(Guid Id, DateTimeOffset? ExpiresAt, int? MaxUses, int Uses, DateTimeOffset CreatedAt, UserView CreatedBy)
{
    public static InvitationView Of(Invitation invitation) =>
        new(invitation.Id, invitation.ExpiresAt, invitation.MaxUses, invitation.Uses, invitation.CreatedAt, UserView.Of(invitation.CreatedBy));
}

/// <summary>A new invitation. This is the only time its token is shown.</summary>
/// <param name="Url">The page that shows the invitation, relative to the server's address.</param>
public sealed record NewInvitationView(
    Guid Id, string Token, [property: Format(FormatAttribute.RelativeUri)] string Url, DateTimeOffset? ExpiresAt, int? MaxUses, int Uses, DateTimeOffset CreatedAt, UserView CreatedBy)
{
    /// <remarks>Browsers don't send what follows the #, so the token reaches servers in API calls only.</remarks>
    public static NewInvitationView Of(Invitation invitation, string token) => new(
        invitation.Id, token, $"/invite#{token}", invitation.ExpiresAt, invitation.MaxUses, invitation.Uses, invitation.CreatedAt, UserView.Of(invitation.CreatedBy));
}

/// <summary>The invitations of a topic that can be used, newest first.</summary>
/// <param name="Next">Always null: there is one page.</param>
public sealed record InvitationPageView(IReadOnlyList<InvitationView> Items, string? Next);

/// <summary>What somebody with a token sees before they accept.</summary>
public sealed record InvitationPreviewView(InvitedTopicView Topic, UserView InvitedBy, DateTimeOffset? ExpiresAt)
{
    public static InvitationPreviewView Of(Invitation invitation, Topic topic) =>
        new(new(topic.Name, topic.Description, topic.MemberCount ?? 0), UserView.Of(invitation.CreatedBy), invitation.ExpiresAt);
}

/// <summary>As much of a private topic as an invitation shows.</summary>
public sealed record InvitedTopicView(string Name, string? Description, int MemberCount);
