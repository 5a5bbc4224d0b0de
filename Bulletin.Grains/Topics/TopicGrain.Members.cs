using Bulletin.Grains.Accounts;
using Bulletin.Grains.Topics.Members;
using Bulletin.Grains.Topics.Memory;

namespace Bulletin.Grains.Topics;

// Who may see the topic: its members and invitations. A change of the members runs between two appends of the topic's writer and
// claims the topic, so whatever is committed after it is committed by a writer that knows of it.
internal sealed partial class TopicGrain
{
    /// <summary>How often a change is decided again because another activation or an operator has changed the members meanwhile.</summary>
    private const int MostTries = 3;

    /// <summary>How many people a private topic may have. All are in memory, on its silo and on each gateway where somebody has joined.</summary>
    private const int MostMembers = 5_000;

    public async Task<Outcome<Readers>> Readers(CancellationToken cancellationToken)
    {
        if (await Load() is null) return Refusal.TopicNotFound;
        return await LoadWithMembers() is { } topic ? topic.Members.Readers : Refusal.TopicNotFound;
    }

    public async Task<Outcome<MembersListed>> Members(Guid viewer, CancellationToken cancellationToken) =>
        await LoadFor(viewer) is { } topic ? new MembersListed(topic.Members.InOrder) : Refusal.TopicNotFound;

    public async Task<Outcome<MembersListed>> Members(Actor actor, CancellationToken cancellationToken) =>
        await LoadStoredFor(actor) is { } topic ? new MembersListed(topic.Members.InOrder) : Refusal.TopicNotFound;

    public Task<Outcome<MemberPut>> PutMember(PutMember command, CancellationToken cancellationToken) => ChangeMembers<MemberPut>(
        command.Actor, command.User.Id, members => TopicAccess.MayManageMembers(command.Actor, members), members =>
        {
            var known = members.ById.GetValueOrDefault(command.User.Id);
            var role = command.Role ?? known?.Role ?? Role.Member;
            if (known is not null && known.Role == role) return new MemberPut(known, Added: false);
            if (role != Role.Owner && IsLastOwner(members, command.User.Id)) return Refusal.LastOwner;
            if (known is null && members.ById.Count >= MostMembers) return Refusal.TooManyMembers;

            Member member = new(command.User, role, known?.Since ?? Now);
            var act = TopicActs.MemberPut(command.Actor, memory.Live.Topic, known, member, Now);
            return new(new MemberPut(member, Added: known is null), members.With(member),
                () => memberStore.Put(Id, members.Version, member, command.Actor.User.Id, act, CancellationToken.None));
        });

    public Task<Outcome<Done>> RemoveMember(RemoveMember command, CancellationToken cancellationToken) => ChangeMembers<Done>(
        command.Actor, command.UserId, members => TopicAccess.MayRemoveMember(command.Actor, members, command.UserId), members =>
        {
            if (IsLastOwner(members, command.UserId)) return Refusal.LastOwner;
            // Also somebody who has just left: no invitation shall bring them back.
            var isExpelled = command.UserId != command.Actor.User.Id;
            var act = TopicActs.MemberRemoved(command.Actor, memory.Live.Topic, command.UserId, members.ById.GetValueOrDefault(command.UserId), Now);
            return new(Done.It, members.Without(command.UserId),
                () => memberStore.Remove(Id, members.Version, command.UserId, isExpelled, Now, act, CancellationToken.None));
        });

    public async Task<Outcome<Done>> Hide(Actor actor, CancellationToken cancellationToken)
    {
        if (await LoadFor(actor.User.Id) is not { } topic) return Refusal.TopicNotFound;
        if (topic.Members.Access != Access.Direct) return Refusal.NotAllowed;
        var asOf = topic.Topic;
        await memberStore.Hide(Id, actor.User.Id, asOf.LastSeq, cancellationToken);
        feed.Left(asOf, actor.User.Id);
        return Done.It;
    }

    public async Task<Outcome<Invitation>> CreateInvitation(CreateInvitation command, CancellationToken cancellationToken)
    {
        if (await MayInvite(command.Actor) is not Refusal.None and var refusal) return refusal;
        if ((await invitations.List(Id, Now, cancellationToken)).Count >= IInvitationStore.MostOfTopic) return Refusal.TooManyInvitations;
        Invitation invitation = new(command.Id, Id, command.Actor.User, Now, Now + command.ExpiresIn, command.MaxUses, Uses: 0);
        return await invitations.Create(invitation, command.TokenHash, cancellationToken) ? invitation : Refusal.NotAllowed;
    }

    public async Task<Outcome<InvitationsListed>> Invitations(Actor actor, CancellationToken cancellationToken)
    {
        if (await MayInvite(actor) is not Refusal.None and var refusal) return refusal;
        return new InvitationsListed(await invitations.List(Id, Now, cancellationToken));
    }

    public async Task<Outcome<Done>> RevokeInvitation(Guid invitationId, Actor actor, CancellationToken cancellationToken)
    {
        if (await MayInvite(actor) is not Refusal.None and var refusal) return refusal;
        return await invitations.Revoke(Id, invitationId, Now, cancellationToken) ? Done.It : Refusal.InvitationNotFound;
    }

    public async Task<Outcome<Topic>> Preview(CancellationToken cancellationToken) =>
        await Load() is { Members.Access: Access.Private } topic ? topic.Topic : Refusal.InvitationNotFound;

    public async Task<Outcome<Topic>> AcceptInvitation(Guid invitationId, Actor actor, CancellationToken cancellationToken)
    {
        if (await Load() is not { Members.Access: Access.Private }) return Refusal.InvitationNotFound;
        var userId = actor.User.Id;
        var accepted = await ChangeMembers<Done>(userId, members =>
        {
            if (members.Has(userId)) return Done.It;
            if (members.ById.Count >= MostMembers) return Refusal.TooManyMembers;
            Member member = new(actor.User, Role.Member, Now);
            return new(Done.It, members.With(member), () => memberStore.Accept(Id, members.Version, invitationId, member, Now, CancellationToken.None));
        });
        if (accepted.Value is not null) return await Get(userId, cancellationToken);
        // The members had the version all the time, so it was the invitation.
        return accepted.Refusal == Refusal.Retry ? Refusal.InvitationNotFound : accepted.Refusal;
    }

    /// <summary>Changes the members if a rule allows it to this person.</summary>
    /// <param name="userId">Who is added, removed or promoted.</param>
    private async Task<Outcome<T>> ChangeMembers<T>(Actor actor, Guid userId, Func<TopicMembers, bool> rule, Func<TopicMembers, MembersDecision<T>> decide) where T : class
    {
        if (await LoadStoredFor(actor) is not { } topic) return Refusal.TopicNotFound;
        if (!rule(topic.Members)) return Refusal.NotAllowed;
        return await ChangeMembers<T>(userId, members =>
            !TopicAccess.MaySee(members, actor) ? Refusal.TopicNotFound : rule(members) ? decide(members) : Refusal.NotAllowed);
    }

    /// <summary>
    /// Decides on the members between two appends, and stores what comes of it. Decides again if they turn out to have been changed by another
    /// activation or an operator.
    /// </summary>
    /// <returns><see cref="Refusal.Retry"/> if storage refused it although the members were up to date.</returns>
    private async Task<Outcome<T>> ChangeMembers<T>(Guid userId, Func<TopicMembers, MembersDecision<T>> decide) where T : class
    {
        for (var tries = 0; tries < MostTries; tries++)
        {
            if (await Load() is null) return Refusal.TopicNotFound;
            TopicMembers? decidedOn = null;
            MembersDecision<T> decision = Refusal.Retry;
            var changed = await writer.RunBetweenAppends(
                async () =>
                {
                    if ((decidedOn = memory.Current?.Members) is null) return null;
                    decision = decide(decidedOn);
                    return decision.Store is { } store ? await store() : null;
                },
                () => memory.Admit(decision.Next!));
            if (changed)
            {
                // A call before this one may have removed them and died before it announced it.
                if (!decidedOn!.Has(userId) && !decision.Next!.Has(userId)) memory.AnnounceAgain(userId);
                return decision.Answer;
            }
            await memory.ReloadMembers();
            var wasUpToDate = decidedOn is not null && memory.Current?.Members.Version == decidedOn.Version;
            if (wasUpToDate && decision.Store is null)
            {
                // Perhaps a repetition of a call whose silo died before it announced anything.
                if (decision.Answer.Value is not null) memory.AnnounceAgain(userId);
                return decision.Answer;
            }
            if (wasUpToDate) return Refusal.Retry;
        }
        return Refusal.Busy;
    }

    private async Task<Refusal> MayInvite(Actor actor) =>
        await LoadStoredFor(actor) is not { } topic ? Refusal.TopicNotFound
        : TopicAccess.MayInvite(actor, topic.Members) ? Refusal.None
        : Refusal.NotAllowed;

    private static bool IsLastOwner(TopicMembers members, Guid userId) =>
        members.HasOwner(userId) && members.ById.Values.Count(member => member.Role == Role.Owner) == 1;

    private DateTimeOffset Now => Milliseconds.Cut(clock.GetUtcNow());

    /// <param name="Next">The members if it is stored; null if there is nothing to store.</param>
    private readonly record struct MembersDecision<T>(Outcome<T> Answer, TopicMembers? Next = null, Func<Task<TopicClaim?>>? Store = null) where T : class
    {
        public static implicit operator MembersDecision<T>(Refusal refusal) => new(refusal);
        public static implicit operator MembersDecision<T>(T answer) => new(answer);
    }
}
