// netstandard2.0 lacks these two types, which the compiler needs for records and required members.
namespace System.Runtime.CompilerServices;
internal static class IsExternalInit;
