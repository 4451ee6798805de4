// A battery lantern on a table, at night, before a window.
#include "studio.inc"
Lens(<-0.2, 2.9, -10.5>, <0.55, 1.6, 0>, 34, <0, 1.5, -0.6>, 0.14)
#declare Glow = rgb <1, 0.72, 0.4>;
plane { -z, -3.4 pigment { Hex(66, 72, 92) } }
box { <-0.9, 1.5, 3.36>, <5.4, 7, 3.3> pigment { gradient y scale 4 translate y * 1.5 color_map { [0 Hex(44, 58, 98)] [0.5 Hex(28, 38, 76)] [1 Hex(16, 22, 50)] } } finish { emission 0.7 diffuse 0 } }
// The town outside, without light, but for a few stars.
#declare Seed = seed(17); #declare House = 0; #while (House < 9)
  box { <-1.1 + House * 0.75, 1.5, 3.29>, <-0.5 + House * 0.75 + 0.2 * rand(Seed), 2.0 + 1.1 * rand(Seed), 3.25> pigment { Hex(12, 16, 32) } finish { diffuse 0.1 } } #declare House = House + 1; #end
#declare Star = 0; #while (Star < 40) sphere { <-0.8 + 6 * rand(Seed), 3.2 + 2 * rand(Seed), 3.28>, 0.008 + 0.014 * rand(Seed) pigment { rgb 1 } finish { emission 0.9 } } #declare Star = Star + 1; #end
union { box { <-1.1, 1.3, 3>, <5.6, 1.5, 3.5> } box { <-1.1, 1.3, 3.1>, <-0.9, 8, 3.5> } box { <2.2, 1.3, 3.15>, <2.34, 8, 3.5> } pigment { Hex(196, 190, 184) } }
light_source { <3, 6, 2.4> color rgb <0.1, 0.14, 0.26> shadowless }
light_source { <-7, 6, -9> color rgb <0.26, 0.24, 0.26> area_light x * 3, y * 3, 3, 3 adaptive 1 }
box { <-9, -0.3, -5>, <9, 0, 2.6> pigment { wood scale <0.15, 0.15, 8> rotate <0, 90, 3> warp { turbulence <0.4, 0.04, 0.04> } color_map { [0 Hex(166, 118, 78)] [0.6 Hex(142, 96, 62)] [1 Hex(118, 78, 50)] } } finish { specular 0.2 roughness 0.03 reflection { 0.02, 0.2 fresnel } conserve_energy } interior { ior 1.45 } }
#declare Shell = texture { pigment { Hex(40, 92, 84) } finish { diffuse 0.7 specular 0.5 roughness 0.02 reflection { 0.01, 0.15 fresnel } conserve_energy } }
union {
  superellipsoid { <1, 0.25> rotate x * 90 scale <0.95, 0.3, 0.95> translate y * 0.3 texture { Shell } }
  cylinder { y * 0.6, y * 0.72, 0.8 pigment { Hex(210, 206, 196) } finish { metallic specular 0.7 roughness 0.02 } }
  cylinder { y * 0.72, y * 2, 0.66 pigment { rgbt <1, 0.9, 0.74, 0.3> } finish { emission Glow * 0.85 diffuse 0.25 } no_shadow }
  #declare Bar = 0; #while (Bar < 4) cylinder { <0.74, 0.7, 0>, <0.74, 2.05, 0>, 0.04 rotate y * (45 + 90 * Bar) pigment { Hex(200, 196, 186) } finish { metallic specular 0.7 roughness 0.02 } } #declare Bar = Bar + 1; #end
  cylinder { y * 2, y * 2.1, 0.82 pigment { Hex(210, 206, 196) } finish { metallic specular 0.7 roughness 0.02 } }
  superellipsoid { <1, 0.3> rotate x * 90 scale <0.85, 0.24, 0.85> translate y * 2.3 texture { Shell } }
  superellipsoid { <1, 0.3> rotate x * 90 scale <0.35, 0.16, 0.35> translate y * 2.6 texture { Shell } }
  difference { torus { 0.86, 0.045 rotate x * 90 } plane { y, 0 } translate y * 2.35 pigment { Hex(220, 216, 206) } finish { metallic specular 0.8 roughness 0.01 } rotate y * 20 }
  sphere { <0, 0.32, -0.96>, 0.09 pigment { Hex(232, 120, 60) } }
}
light_source { y * 1.4 color Glow * 3 area_light x * 0.7, z * 0.7, 4, 4 adaptive 1 jitter fade_distance 3 fade_power 2 }
// A flashlight that lies beside it, spare batteries, and a radio.
union {
  cylinder { 0, x * 1.5, 0.2 } cone { x * 1.5, 0.2, x * 1.85, 0.34 } cylinder { x * 1.85, x * 2.15, 0.34 } cylinder { <0.7, 0.18, 0>, <0.95, 0.22, 0>, 0.06 pigment { Hex(232, 120, 60) } }
  #declare Ring = 0; #while (Ring < 7) torus { 0.2, 0.022 rotate z * 90 translate x * (0.15 + Ring * 0.075) } #declare Ring = Ring + 1; #end
  cylinder { x * 2.14, x * 2.16, 0.29 pigment { Hex(240, 236, 220) } }
  texture { pigment { Hex(214, 74, 58) } finish { diffuse 0.7 specular 0.5 roughness 0.015 } } rotate y * 24 translate <1.25, 0.34, -1.6> }
#macro Cell(At) union { cylinder { 0, y * 0.62, 0.15 pigment { gradient y scale 0.62 color_map { [0 Hex(40, 42, 48)] [0.68 Hex(40, 42, 48)] [0.68 Hex(226, 150, 60)] [1 Hex(226, 150, 60)] } } finish { specular 0.5 roughness 0.02 } } cylinder { y * 0.62, y * 0.68, 0.055 pigment { Hex(200, 200, 196) } finish { metallic specular 0.8 } } translate At } #end
Cell(<-1.75, 0, -1.3>) Cell(<-2.15, 0, -1.1>) Cell(<-1.95, 0, -1.62>)
