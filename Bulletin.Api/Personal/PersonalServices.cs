using Bulletin.Api.Topics;

namespace Bulletin.Api.Personal;

/// <summary>What is a person's own: read positions, drafts, notifications.</summary>
internal static class PersonalServices
{
    public static IServiceCollection AddBulletinPersonal(this IServiceCollection services) =>
        services.AddSingleton<PersonalReplicas>().AddSingleton<SeenTopics>().AddSingleton<MyTopics>();

    public static void MapPersonal(this IEndpointRouteBuilder routes)
    {
        MyTopicEndpoints.Map(routes);
        NotificationEndpoints.Map(routes);
        ReadEndpoints.Map(routes).HoldsRefusals();
        LevelEndpoints.Map(routes).HoldsRefusals();
        PinnedTopicEndpoints.Map(routes).HoldsRefusals();
        DraftEndpoints.Map(routes).HoldsRefusals();
    }
}
