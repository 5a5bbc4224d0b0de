using Bulletin.Grains.Personal;

namespace Bulletin.Api.Personal;

/// <summary>Calls to the grains of people.</summary>
internal static class PersonalCalls
{
    public static IPersonalGrain Person(this IGrainFactory grains, Guid userId) => grains.GetGrain<IPersonalGrain>(userId);
}
