using Bulletin.Api.Directory;
using Bulletin.Api.Http;
using Bulletin.Grains;
using Bulletin.Grains.Accounts;
using Bulletin.Grains.Topics;
using Bulletin.Grains.Topics.Members;

namespace Bulletin.Api.Members;

/// <summary>Makes people members of the topics to which they were invited.</summary>
internal sealed partial class AcceptedInvitations(
    IGrainFactory grains, Directories directories, IFollowedTopics topics, TimeProvider clock, ILogger<AcceptedInvitations> logger)
{
    /// <exception cref="ProblemException">With <c>invitation_not_found</c>, or why the topic does not take them.</exception>
    public async Task<Topic> Accept(Invitation invitation, Actor actor, CancellationToken cancellationToken)
    {
        var grain = grains.Topic(invitation.TopicId);
        var accepted = await GrainCalls.UntilSettled(() => grain.AcceptInvitation(invitation.Id, actor, CancellationToken.None), clock, cancellationToken);
        // Of a topic that was removed meanwhile, a token does not tell that it existed.
        if (accepted.Refusal == Refusal.TopicNotFound) throw new ProblemException(Problems.InvitationNotFound());
        var topic = accepted.OrThrow();
        await topics.MembersChanged(topic.Id);
        directories.Saw(topic, actor.User.Id);
        return topic;
    }

    /// <summary>For somebody who has just signed up with an invitation. They have their account in any case, and can accept the invitation again.</summary>
    public async Task TryAccept(byte[] tokenHash, User user, CancellationToken cancellationToken)
    {
        try
        {
            if (await grains.GetGrain<IInvitationsGrain>(0).Find(tokenHash, CancellationToken.None).InTime(cancellationToken) is { } invitation)
                await Accept(invitation, new Actor(user, IsModerator: false), cancellationToken);
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            LogNotAccepted(failure, user.Id);
        }
    }

    [LoggerMessage(LogLevel.Information, "User {UserId} has signed up, but could not accept their invitation")]
    private partial void LogNotAccepted(Exception reason, Guid userId);
}
